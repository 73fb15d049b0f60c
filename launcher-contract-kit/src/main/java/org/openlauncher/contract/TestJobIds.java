package org.openlauncher.contract;

import java.util.Random;
import java.util.random.RandomGenerator;
import org.openlauncher.api.job.JobId;

/** Makes job ids of the launcher's form. */
public final class TestJobIds {
  private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final int LENGTH = 26;
  private static final RandomGenerator RANDOM = new Random();

  private TestJobIds() {}

  /** An id that no job has. */
  public static JobId next() {
    StringBuilder id = new StringBuilder("0");
    while (id.length() < LENGTH) {
      id.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
    }
    return new JobId(id.toString());
  }
}
