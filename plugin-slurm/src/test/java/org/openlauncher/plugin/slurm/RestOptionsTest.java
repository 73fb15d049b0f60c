package org.openlauncher.plugin.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openlauncher.api.configuration.OptionFault;
import org.openlauncher.contract.TextSettings;
import org.openlauncher.process.Privileges;

/** What check-config says of the options for slurmrestd. */
final class RestOptionsTest {
  private static final String TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdW4iOiJzbHVybSJ9.c2lnbmF0dXJl";
  private static final Privileges ROOTS =
      new Privileges(true, 1000, true, Privileges.MemoryLimit.NONE, false);
  private static final Privileges OWN =
      new Privileges(false, 0, true, Privileges.MemoryLimit.NONE, false);

  @TempDir private Path folder;

  private static List<OptionFault> faults(Privileges privileges, Map<String, String> texts) {
    return RestOptions.check(
        new TextSettings(RestOptions.ALL, texts), "slurm", "rstudio-server", privileges);
  }

  private String token(String mode) throws IOException {
    Path file = Files.writeString(folder.resolve("token"), TOKEN);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    return file.toString();
  }

  @Test
  void whatFitsIsTaken() throws IOException {
    assertThat(
            faults(
                ROOTS,
                Map.of("rest-url", "http://127.0.0.1:6820", "rest-token-file", token("rw-------"))))
        .isEmpty();
    assertThat(faults(OWN, Map.of("rest-url", "unix:" + folder.resolve("socket")))).isEmpty();
    assertThat(faults(ROOTS, Map.of())).isEmpty();
  }

  @Test
  void anAddressMustBeOne() {
    for (String url : List.of("slurm.example.org:6820", "ftp://slurm", "unix:", "http://a/?b=c")) {
      assertFatal(faults(ROOTS, Map.of("rest-url", url)), "expected http://HOST:PORT", url);
    }
  }

  @Test
  void aVersionMustBeOne() {
    assertFatal(faults(ROOTS, Map.of("rest-version", "38")), "v0.0.38", "\"38\"");
  }

  @Test
  void aTokenGoesWithAnAddressAndAnAddressWithAToken() throws IOException {
    assertFatal(
        faults(ROOTS, Map.of("rest-token-file", token("rw-------"))), "rest-url is not set", "");
    assertFatal(
        faults(OWN, Map.of("rest-url", "https://slurm.example.org")), "rest-token-file", "");
    assertFatal(
        faults(ROOTS, Map.of("rest-url", "unix:" + folder.resolve("socket"))),
        "jobs run as their owners",
        "");
  }

  @Test
  void aTokenThatOthersCouldReadIsWarnedOf() throws IOException {
    List<OptionFault> open =
        faults(
            ROOTS,
            Map.of("rest-url", "https://slurm.example.org", "rest-token-file", token("rw-r--r--")));
    assertThat(open).hasSize(1);
    assertThat(open.get(0).fatal()).isFalse();
    assertThat(open.get(0).message()).contains("mode 0644");

    List<OptionFault> clear =
        faults(
            ROOTS,
            Map.of(
                "rest-url",
                "http://slurm.example.org:6820",
                "rest-token-file",
                token("rw-------")));
    assertThat(clear).hasSize(1);
    assertThat(clear.get(0).message()).contains("can be read on its way", "use https");
  }

  @Test
  void aSocketThatOthersCouldReplaceIsRefused() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxr-x"));

    assertFatal(
        faults(OWN, Map.of("rest-url", "unix:" + folder.resolve("socket"))),
        "nobody but its owner can write to",
        folder.toString());
  }

  private static void assertFatal(List<OptionFault> faults, String expected, String found) {
    assertThat(faults).isNotEmpty();
    assertThat(faults.get(0).fatal()).isTrue();
    assertThat(faults.get(0).message()).contains(expected).contains(found);
  }
}
