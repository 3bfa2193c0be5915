"""Every sentence that a person reads, as data, and the few rules that put facts into them. No decisions."""
