/// A form of the index for fields whose values are mostly different in every entry: request and
/// trace ids, values of structured data. Start at [io.mallwatch.logs.lucene.terms.RareTermsFormat].
@NullMarked
package io.mallwatch.logs.lucene.terms;

import org.jspecify.annotations.NullMarked;
