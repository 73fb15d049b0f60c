package org.openlauncher.host.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which addresses a certificate's names fit. */
final class CertificateNamesTest {
  private static CertificateNames names(String... all) {
    return new CertificateNames(
        Stream.of(all).filter(name -> CertificateNames.literal(name).isEmpty()).toList(),
        Stream.of(all).map(CertificateNames::literal).flatMap(Optional::stream).toList(),
        false);
  }

  @ParameterizedTest
  @CsvSource({
    "launcher.example.com, launcher.example.com, true",
    "Launcher.Example.COM, launcher.example.com, true",
    "launcher.example.com, LAUNCHER.example.com., true",
    "launcher.example.com., launcher.example.com, true",
    "launcher.example.com, example.com, false",
    "launcher.example.com, a.launcher.example.com, false",
    "*.example.com, launcher.example.com, true",
    "*.example.com, a.b.example.com, false",
    "*.example.com, example.com, false",
    "*.example.com, .example.com, false",
    "*.com, example.com, false",
    "*, localhost, false",
    "*, example, false",
    "l*.example.com, launcher.example.com, false",
    "*launcher.example.com, launcher.example.com, false",
    "a.*.com, a.example.com, false",
    "*.*.com, a.example.com, false",
    "localhost, localhost, true",
    "192.0.2.1, 192.0.2.1, true",
    "192.0.2.1, 192.0.2.2, false",
    "*.0.2.1, 192.0.2.1, false",
    "2001:db8::1, 2001:db8:0:0:0:0:0:1, true",
    "fe80::1, fe80::1%lo, true",
    "2001:db8::1, 2001:db8::2, false",
    "b\u00fccher.example, xn--bcher-kva.example, true",
    "xn--bcher-kva.example, B\u00dcCHER.example, true",
  })
  void fit(String name, String address, boolean fits) {
    assertThat(names(name).fit(address)).isEqualTo(fits);
  }

  @Test
  void anIpAddressIsNoHostName() {
    CertificateNames asHost = new CertificateNames(List.of("192.0.2.1"), List.of(), false);
    assertThat(asHost.fit("192.0.2.1")).isFalse();
  }

  @Test
  void allNamesAreListed() {
    assertThat(names("a.example", "*.b.example", "192.0.2.1", "::1").listed())
        .isEqualTo("a.example, *.b.example, 192.0.2.1, 0:0:0:0:0:0:0:1");
    assertThat(names().listed()).isEqualTo("no name at all");
  }
}
