"""Readers of formats that are text: plain, Markdown, HTML, RTF, records."""
