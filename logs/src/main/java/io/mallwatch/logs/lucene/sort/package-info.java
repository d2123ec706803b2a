/// Finds the first entries: by time, which is how they lie,
/// [io.mallwatch.logs.lucene.sort.TimePage]; by any fields
/// [io.mallwatch.logs.lucene.sort.SortedPage], which keeps the best of what passes.
@NullMarked
package io.mallwatch.logs.lucene.sort;

import org.jspecify.annotations.NullMarked;
