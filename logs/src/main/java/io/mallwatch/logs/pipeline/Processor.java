package io.mallwatch.logs.pipeline;

/// One thing that is done to documents. Thread-safe; keeps nothing of a document.
@FunctionalInterface
interface Processor {

  /// Changes `document`.
  ///
  /// @throws ProcessingFailedException when it cannot; the document may be half changed
  void process(Document document);
}
