"""Every write of what passes between offices: referrals, packages, questions, deadlines."""
