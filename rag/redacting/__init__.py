"""What of a text is personal data, wherever it stands: by form and check digits, by what it is called, by
names.
"""
