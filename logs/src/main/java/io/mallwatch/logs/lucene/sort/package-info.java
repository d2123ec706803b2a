/// Finds the first entries by any fields: [io.mallwatch.logs.lucene.sort.SortedPage] keeps the best
/// of what passes, [io.mallwatch.logs.lucene.sort.SortKey] reads the values of a segment.
@NullMarked
package io.mallwatch.logs.lucene.sort;

import org.jspecify.annotations.NullMarked;
