"""What is said: statistics of trends, the offline writer, the five-step chain of a language model."""
