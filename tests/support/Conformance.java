import java.io.FileInputStream;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.LogManager;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;

/**
 * Tells which rules files break, each given as standard:file with ua1 or 3a for PDF/UA-1 or PDF/A-3a:
 * file, standard, clause, why.
 */
public final class Conformance {
    private static final String PROFILES = "/org/verapdf/pdfa/validation/";
    private static final int MOST_FAILURES = 1000;

    public static void main(String[] asked) throws Exception {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        for (String each : asked) {
            String[] parts = each.split(":", 2);
            tell(parts[1], parts[0], parts[0].equals("ua1") ? "PDFUA-1.xml" : "PDFA-3A.xml");
        }
    }

    private static void tell(String file, String standard, String rules) throws Exception {
        PDFAFlavour flavour = PDFAFlavour.fromString(standard);
        ValidationProfile profile;
        try (InputStream read = Conformance.class.getResourceAsStream(PROFILES + rules)) {
            profile = Profiles.profileFromXml(read);
        }
        Map<String, String> broken = new LinkedHashMap<>();
        try (FileInputStream content = new FileInputStream(file);
                PDFAParser parser = Foundries.defaultInstance().createParser(content, flavour);
                PDFAValidator validator = Foundries.defaultInstance()
                        .createValidator(profile, MOST_FAILURES, false, false, false)) {
            ValidationResult result = validator.validate(parser);
            for (TestAssertion each : result.getTestAssertions()) {
                if (each.getStatus() == TestAssertion.Status.FAILED) {
                    String clause = each.getRuleId().getClause();
                    String rule = clause + "-" + each.getRuleId().getTestNumber();
                    broken.putIfAbsent(rule, each.getMessage().replaceAll("\\s+", " "));
                }
            }
            System.out.println(String.join("\t", file, standard, "checked",
                    String.valueOf(result.getTotalAssertions())));
        }
        for (Map.Entry<String, String> each : broken.entrySet()) {
            System.out.println(String.join("\t", file, standard, each.getKey(), each.getValue()));
        }
    }
}
