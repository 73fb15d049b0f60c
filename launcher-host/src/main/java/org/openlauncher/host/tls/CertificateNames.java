package org.openlauncher.host.tls;

import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * The names that a certificate is made out for, and whether clients take it for an address, by the
 * rules that they go by (RFC 6125): a wildcard stands for exactly one whole label, the first; an IP
 * address fits an IP address only; the common name counts only where there is no alternative name.
 *
 * @param hosts names of hosts, perhaps with a wildcard
 * @param addresses IP addresses
 * @param fromCommonName whether the only name is the common name, which many clients pass over
 */
record CertificateNames(List<String> hosts, List<InetAddress> addresses, boolean fromCommonName) {
  private static final int HOST = 2;
  private static final int ADDRESS = 7;
  private static final String WILDCARD = "*.";
  private static final Pattern IPV4 = Pattern.compile("[0-9.]+");

  static CertificateNames of(X509Certificate certificate) {
    List<String> hosts = new ArrayList<>();
    List<InetAddress> addresses = new ArrayList<>();
    for (List<?> name : alternativeNames(certificate)) {
      if (name.get(0).equals(HOST)) {
        hosts.add(name.get(1).toString());
      } else if (name.get(0).equals(ADDRESS)) {
        literal(name.get(1).toString()).ifPresent(addresses::add);
      }
    }
    if (!hosts.isEmpty() || !addresses.isEmpty()) {
      return new CertificateNames(List.copyOf(hosts), List.copyOf(addresses), false);
    }
    Optional<String> commonName = commonName(certificate);
    return new CertificateNames(
        commonName.filter(name -> literal(name).isEmpty()).stream().toList(),
        commonName.flatMap(CertificateNames::literal).stream().toList(),
        true);
  }

  private static Collection<List<?>> alternativeNames(X509Certificate certificate) {
    try {
      return Objects.requireNonNullElse(certificate.getSubjectAlternativeNames(), List.of());
    } catch (CertificateParsingException unreadable) {
      return List.of();
    }
  }

  private static Optional<String> commonName(X509Certificate certificate) {
    try {
      return new LdapName(certificate.getSubjectX500Principal().getName())
          .getRdns().stream()
              .filter(part -> part.getType().equalsIgnoreCase("CN"))
              .map(Rdn::getValue)
              .map(Object::toString)
              .reduce((first, last) -> last);
    } catch (InvalidNameException unreadable) {
      return Optional.empty();
    }
  }

  /**
   * Whether a client that calls the launcher by this address takes the certificate.
   *
   * @param address a host's name or an IP address, without brackets
   */
  boolean fit(String address) {
    Optional<InetAddress> literal = literal(address.replaceFirst("%.*$", ""));
    if (literal.isPresent()) {
      return addresses.contains(literal.get());
    }
    String host = canonical(address);
    return hosts.stream().anyMatch(name -> fits(canonical(name), host));
  }

  private static boolean fits(String name, String host) {
    if (!name.startsWith(WILDCARD)) {
      return name.equals(host);
    }
    String parent = name.substring(WILDCARD.length());
    int dot = host.indexOf('.');
    return parent.indexOf('.') > 0
        && parent.indexOf('*') < 0
        && dot > 0
        && host.substring(dot + 1).equals(parent);
  }

  /** Lower case, ASCII, and without the dot that ends an absolute name. */
  private static String canonical(String host) {
    String relative = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    try {
      return IDN.toASCII(relative, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException noHostName) {
      return relative.toLowerCase(Locale.ROOT);
    }
  }

  /** An IP address in numbers; never looks a name up. */
  static Optional<InetAddress> literal(String text) {
    if (text.indexOf(':') < 0 && !IPV4.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(text));
    } catch (UnknownHostException malformed) {
      return Optional.empty();
    }
  }

  /** All names, for a message. */
  String listed() {
    List<String> all = new ArrayList<>(hosts);
    addresses.forEach(address -> all.add(address.getHostAddress()));
    return all.isEmpty() ? "no name at all" : String.join(", ", all);
  }
}
