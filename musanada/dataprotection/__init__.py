"""What the data-protection officer keeps and what a person may ask: registers, requests, exports, retention, erasure."""
