"""Forecasts in the window: a table chosen, its columns, the chart and what is said of it."""
