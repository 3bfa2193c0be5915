"""Forecasts of series: columns of a table as series, methods tried on their past, what holds best told."""
