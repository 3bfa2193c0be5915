"""Messages, what they are wrapped in, and the mailboxes that hold many: each becomes a `letter`."""
