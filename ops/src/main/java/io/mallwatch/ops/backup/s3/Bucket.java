package io.mallwatch.ops.backup.s3;

import io.mallwatch.ops.backup.store.SecretRef;
import java.net.URI;

/// A bucket of S3, or of one that speaks its protocol.
///
/// @param prefix before every name; empty or ending with `/`
/// @param pathStyle whether the bucket is in the path rather than in the host name
public record Bucket(
    URI endpoint,
    String region,
    String name,
    String prefix,
    boolean pathStyle,
    SecretRef accessKey,
    SecretRef secretKey) {}
