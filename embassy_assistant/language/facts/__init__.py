"""Facts of a text: numbers, dates, times, money and measures; read, and held against those of its other half."""
