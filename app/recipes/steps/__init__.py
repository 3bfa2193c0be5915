"""The steps that recipes are made of: what each takes, and how it is done."""
