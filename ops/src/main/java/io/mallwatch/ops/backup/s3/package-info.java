/// Backups in a bucket: [S3Store] speaks the parts of S3's protocol that Aliyun OSS, Tencent COS,
/// MinIO and others speak too; [Signer] signs its requests.
@NullMarked
package io.mallwatch.ops.backup.s3;

import org.jspecify.annotations.NullMarked;
