-- What citizens say of the counter: how often each answer was given, by day and language. Nothing else of it is kept.
CREATE TABLE intake.opinions (
    day date NOT NULL,
    language text NOT NULL,
    answer text NOT NULL,
    count bigint NOT NULL CHECK (count > 0),
    PRIMARY KEY (day, language, answer)
);
