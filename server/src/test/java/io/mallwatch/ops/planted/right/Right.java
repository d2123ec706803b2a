// Breaks a rule of the house on purpose; see PlantedViolationsTest.
package io.mallwatch.ops.planted.right;

/// Half of a cycle.
public final class Right {
  private Right() {}

  /// The other half.
  public static int left() {
    return io.mallwatch.ops.planted.left.Left.right();
  }
}
