/// How lines come in: JSON objects ([JsonLogEntries]), Elasticsearch bulk bodies ([BulkIntake]) and
/// OTLP requests ([OtlpLogs]) become entries; [LogIntake] masks what is nobody's business
/// ([Masking]), keeps entries within their bounds, counts, and appends to the store. Start with
/// [LogIntake].
@NullMarked
package io.mallwatch.logs.ingest;

import org.jspecify.annotations.NullMarked;
