"""The second factor: compulsory where rights reach P3 or P4, asked in order, spent at once, gone round by nobody."""
