"""Provider calls made once and paid once: budgets, limits and retries around whatever a provider does."""
