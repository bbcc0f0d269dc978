-- Auditors look for events by when they were recorded; the ledger grows in that order.
CREATE INDEX entries_recorded ON ledger.entries USING brin (recorded_at);
