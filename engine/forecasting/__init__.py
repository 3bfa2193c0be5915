"""Methods of forecasting, computed in a process of their own: one series at a time, by statsforecast."""
