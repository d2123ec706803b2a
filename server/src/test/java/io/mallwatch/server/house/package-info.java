/// Holds the house to its shape.
@org.jspecify.annotations.NullMarked
package io.mallwatch.server.house;
