/// What an entry is in the index, and how the index is asked: the fields of its document
/// ([EntryDocuments], named in [Terms]), its bytes ([EntryCodec], [LogsCodec]), and the queries
/// that filters become ([FilterQueries]). The fields are listed in `docs/formats/logs.md`.
@NullMarked
package io.mallwatch.logs.lucene.document;

import org.jspecify.annotations.NullMarked;
