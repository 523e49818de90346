"""From the store to what readers get: settled, checked across reports, graded, tested at the gate, swapped, downloadable.

Where to go next: `publish.py`, then `settle.py` and `gate.py`.
"""
