package io.mallwatch.ops.checklist;

/// Answers questions; asks stores and servers, so it blocks. Thread-safe.
public interface Answers {

  /// What is known now; what could not be asked is not good and says why.
  Answer answer(Question question);

  /// @param good whether the item ticks itself
  /// @param result what was found, for people; becomes evidence
  record Answer(boolean good, String result) {}
}
