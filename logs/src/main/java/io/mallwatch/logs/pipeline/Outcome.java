package io.mallwatch.logs.pipeline;

/// What became of a document in a pipeline.
public sealed interface Outcome {

  /// It goes on; [Document#index()] may be another than before.
  record Kept(Document document) implements Outcome {}

  /// A `drop` or `sample` processor said it need not be kept.
  record Dropped() implements Outcome {}

  /// A processor failed and nothing caught it.
  ///
  /// @param processor its type, such as `grok`
  /// @param tag its tag in the definition; empty when it has none
  /// @param reason for people
  record Failed(String processor, String tag, String reason) implements Outcome {

    /// What the entry is marked with, in Logstash's words where it has one: `_grokparsefailure`.
    public String mark() {
      return switch (processor) {
        case "grok", "json", "date" -> "_" + processor + "parsefailure";
        default -> "_" + processor + "failure";
      };
    }
  }
}
