-- sessions of the office: see the ADR of the same work.
SELECT 1;
