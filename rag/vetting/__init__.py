"""Holds a contract against the positions of a playbook: what each clause says, and whether that will do."""
