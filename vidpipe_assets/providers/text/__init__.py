"""The port of text: a prompt and a JSON schema in, an answer of that schema out (a chat model)."""
