package io.mallwatch.logs.lucene.document;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import org.apache.lucene.index.FilteredTermsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.MultiTermQuery;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.util.AttributeSource;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;

/// Documents with a term that passes a test: every term that begins with a prefix is looked at
/// once, whatever the number of documents. Terms of a column of data are those of the column.
final class TermTestQuery extends MultiTermQuery {

  private final String prefix;
  private final int skipped;
  private final Object meaning;
  private final Predicate<String> test;

  /// @param prefix of the terms that are looked at
  /// @param skipped bytes at the terms' beginning that the test does not see
  /// @param meaning equal when the tests are
  TermTestQuery(String field, String prefix, int skipped, Object meaning, Predicate<String> test) {
    super(
        field,
        field.startsWith(io.mallwatch.logs.lucene.document.Terms.TEXT_COLUMN)
            ? MultiTermQuery.DOC_VALUES_REWRITE
            : MultiTermQuery.CONSTANT_SCORE_BLENDED_REWRITE);
    this.prefix = prefix;
    this.skipped = skipped;
    this.meaning = meaning;
    this.test = test;
  }

  @Override
  protected TermsEnum getTermsEnum(Terms terms, AttributeSource attributes) throws IOException {
    BytesRef start = new BytesRef(prefix);
    return new FilteredTermsEnum(terms.iterator()) {
      {
        setInitialSeekTerm(start);
      }

      @Override
      protected AcceptStatus accept(BytesRef term) {
        if (!StringHelper.startsWith(term, start)) {
          return AcceptStatus.END;
        }
        String text =
            new String(
                term.bytes, term.offset + skipped, term.length - skipped, StandardCharsets.UTF_8);
        return test.test(text) ? AcceptStatus.YES : AcceptStatus.NO;
      }
    };
  }

  @Override
  public void visit(QueryVisitor visitor) {
    visitor.visitLeaf(this);
  }

  @Override
  public String toString(String defaultField) {
    return getField() + ":" + meaning;
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other)
        && prefix.equals(((TermTestQuery) other).prefix)
        && meaning.equals(((TermTestQuery) other).meaning);
  }

  @Override
  public int hashCode() {
    return 31 * super.hashCode() + meaning.hashCode();
  }
}
