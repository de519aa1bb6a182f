"""The only place that builds concrete things."""
