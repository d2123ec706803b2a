package io.mallwatch.logs.ingest;

import org.jspecify.annotations.Nullable;

/// What the entries of a batch were made of. Asked only for those that go through pipelines, so
/// that nothing is read twice for the others.
public interface Originals {

  /// The name of a pipeline that means none, in place of the configured one.
  String NO_PIPELINE = "_none";

  /// Nothing but the entries themselves.
  Originals NONE =
      new Originals() {
        @Override
        public Original of(int i) {
          return Original.ENTRY;
        }

        @Override
        public @Nullable String pipeline(int i) {
          return null;
        }
      };

  /// What the i-th entry was made of; the caller may change it.
  Original of(int i);

  /// The pipeline that the sender of the i-th entry asks for, in place of the configured default;
  /// null when it does not say, [#NO_PIPELINE] for none. Several names are separated by commas.
  @Nullable String pipeline(int i);
}
