"""OpenDocument, from parts to pages: texts, spreadsheets, presentations, and the XML they share.

Source: ISO/IEC 26300 (ODF 1.2).
"""
