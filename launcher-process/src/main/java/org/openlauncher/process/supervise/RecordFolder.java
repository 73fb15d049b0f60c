package org.openlauncher.process.supervise;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.openlauncher.api.job.JobId;
import org.openlauncher.process.files.PrivateFolder;

/** The records of all jobs, one file each, named by the job. */
final class RecordFolder {
  private static final String WITHDRAWN = "-".repeat(UUID.randomUUID().toString().length());

  private final PrivateFolder records;
  private final PrivateFolder workshop;
  private final String bootId;

  RecordFolder(PrivateFolder records, PrivateFolder workshop, String bootId) {
    this.records = records;
    this.workshop = workshop;
    this.bootId = bootId;
  }

  /** The folder, for watching it. */
  Path path() {
    return records.path();
  }

  /** Where a job's record is. */
  Path file(JobId id) {
    return records.file(id.value());
  }

  /**
   * Makes the record of a job that is about to be launched.
   *
   * @return the token of this launch
   * @throws FileAlreadyExistsException where the job has a record
   */
  String create(JobId id) throws IOException {
    if (Files.exists(file(id))) {
      throw new FileAlreadyExistsException(id.value());
    }
    String token = UUID.randomUUID().toString();
    byte[] content = new byte[JobRecord.SIZE];
    Arrays.fill(content, (byte) ' ');
    byte[] header = JobRecord.header(token, bootId).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(header, 0, content, 0, header.length);
    workshop.write(id.value(), content);
    workshop.publish(id.value(), records);
    return token;
  }

  /** Reads a record; empty where there is none, or the file holds none. */
  Optional<JobRecord> read(JobId id) throws IOException {
    try {
      return JobRecord.parse(Files.readString(file(id), StandardCharsets.ISO_8859_1));
    } catch (NoSuchFileException missing) {
      return Optional.empty();
    }
  }

  /** Whether there is a file for the job. */
  boolean exists(JobId id) {
    return Files.exists(file(id));
  }

  /**
   * Whether a file without content stands where the record should. A shim leaves one whose record
   * is removed while it opens it, and a machine that loses its power may.
   */
  boolean isEmpty(JobId id) throws IOException {
    return Files.size(file(id)) == 0;
  }

  /** When the record was written last: that is the end of a job that has ended. */
  Instant lastWritten(JobId id) throws IOException {
    return Files.getLastModifiedTime(file(id)).toInstant();
  }

  /** Makes the record useless for a shim that has not read it yet. */
  void withdraw(JobId id) throws IOException {
    byte[] header = JobRecord.header(WITHDRAWN, bootId).getBytes(StandardCharsets.US_ASCII);
    try (FileChannel channel = FileChannel.open(file(id), StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(header), 0);
    }
  }

  /** Removes a record, if there is one. */
  void delete(JobId id) throws IOException {
    Files.deleteIfExists(file(id));
  }
}
