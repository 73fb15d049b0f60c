package org.openlauncher.process.spawner;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * A record, as the launcher makes it.
 *
 * @param path where it is
 */
record RecordFile(Path path) {
  static final String TOKEN = "0f2c6f6e-4d5a-4b6e-9d53-0a3f1c6a9a11";
  static final String BOOT_ID = "7e1f7c52-3c39-4b62-93de-6f6c9f0e0e55";

  static RecordFile create(Path path) {
    return create(path, Wire.RECORD_SIZE);
  }

  static RecordFile create(Path path, int size) {
    byte[] content = new byte[size];
    Arrays.fill(content, (byte) ' ');
    byte[] header = ("1 " + TOKEN + " " + BOOT_ID + "\n").getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(header, 0, content, 0, header.length);
    try {
      Files.write(path, content);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return new RecordFile(path);
  }

  /** What a shim has written. */
  List<String> lines() {
    try {
      String text = Files.readString(path, StandardCharsets.ISO_8859_1);
      if (text.length() != Wire.RECORD_SIZE) {
        throw new AssertionError("the record has " + text.length() + " bytes");
      }
      return text.lines().skip(1).filter(line -> !line.isBlank()).toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Waits for the last line, and returns it. */
  String awaitEnd() {
    await("the end in " + path)
        .atMost(Duration.ofSeconds(WireClient.PATIENCE_SECONDS))
        .pollInterval(Duration.ofMillis(5))
        .until(this::hasEnd);
    List<String> lines = lines();
    return lines.get(lines.size() - 1);
  }

  private boolean hasEnd() {
    return lines().stream().anyMatch(line -> line.matches("(ended|killed|refused) .* \\."));
  }
}
