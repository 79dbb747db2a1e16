"""The application and its model side by side: each verb is tried in both, and both must agree."""
