"""What things cost here, as ratios measured side by side in one run: `make bench`. Never fails for being slow."""
