/// What tests of every room share: seeded generators ([Gen]), a clock that moves on command
/// ([FakeClock]), golden files ([Golden]), torn files ([TornCopies]), a small HTTP server
/// ([HttpStub]) and waiting without sleeping ([Await]).
@NullMarked
package io.mallwatch.testkit;

import org.jspecify.annotations.NullMarked;
