"""Courses: the teacher's register opens nobody's file; who benefited is a declared rule; the certificate."""
