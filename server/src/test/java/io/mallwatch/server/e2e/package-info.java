/// Whole-process tests: the packaged server as its user starts it, the sample mall beside it.
@org.jspecify.annotations.NullMarked
package io.mallwatch.server.e2e;
