// Breaks a rule of the house on purpose; see PlantedViolationsTest.
package io.mallwatch.ops.planted.left;

/// Half of a cycle.
public final class Left {
  private Left() {}

  /// The other half.
  public static int right() {
    return io.mallwatch.ops.planted.right.Right.left();
  }
}
