"""Figures, vouchers and cards on paper: PDF and XLSX. Knows the core, never the screen."""
