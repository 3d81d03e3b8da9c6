<?xml version="1.0" encoding="UTF-8"?>
<!--
  Speech written down (TEI Guidelines 8): who speaks, and what is heard and seen beside the words. Who says what is quoted
  (@who of said, 3.3.3), to whom, and which note gives its source. Who posts what, and when, in chats and forums (9).

  Public: tt:is-speaker-note, tt:speaker-of, tt:is-minutes-note, tt:space-behind-note,
    tt:is-speech-paragraph, tt:is-event-block,
    tt:event-label; of quoted words tt:speech-of, tt:speech-source, tt:attribution, tt:unnamed-speaker
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tt="urn:teitools:xslt"
    xmlns:ttp="urn:teitools:xslt:private"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- Minutes name the speaker in a note before the utterance (Parla-CLARIN): part of the text, no remark on it. -->
  <xsl:function name="tt:is-speaker-note" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="exists($element/self::note[@type = 'speaker'])"/>
  </xsl:function>

  <!--
    The name to set before an utterance: that of the person that @who points at, where the text itself does not name
    who speaks and another spoke before; before a post, which stands for itself, the time too, if it is no event.
  -->
  <xsl:function name="tt:speaker-of" as="xs:string">
    <xsl:param name="utterance" as="element()"/>
    <xsl:variable name="turn" as="element()" select="
        ($utterance/parent::annotationBlock[count(u) = 1], $utterance)[1]"/>
    <xsl:variable name="before" as="element()?" select="
        $turn/preceding-sibling::*[self::u or self::annotationBlock or self::post or tt:is-speaker-note(.) or self::speaker][1]"/>
    <xsl:sequence select="
        if ($utterance/self::post) then
          string-join((ttp:who($utterance)[. ne ''], ttp:time-of-post($utterance))[not($utterance/@type = 'event')], ', ')
        else if ($before[self::note or self::speaker] or ttp:said-by($before) = ttp:said-by($turn)) then ''
        else ttp:who($utterance)"/>
  </xsl:function>

  <xsl:function name="ttp:said-by" as="attribute(who)?">
    <xsl:param name="turn" as="element()?"/>
    <xsl:sequence select="($turn/@who, $turn/self::annotationBlock/u/@who, $turn/self::u/parent::annotationBlock/@who)[1]"/>
  </xsl:function>

  <!-- The names of who speaks; a code that is no pointer, as transcripts have them (CHI, MOT), is the name itself. -->
  <xsl:function name="ttp:who" as="xs:string">
    <xsl:param name="utterance" as="element()"/>
    <xsl:variable name="who" as="attribute(who)?" select="ttp:said-by($utterance)"/>
    <xsl:variable name="people" as="element()*" select="$who ! tt:resolve(.)"/>
    <xsl:sequence select="
        string-join(
          if (exists($people)) then $people ! tt:entry-name(.) else $who ! tokenize(.)[not(matches(., '[#:/.]'))], ', ')"/>
  </xsl:function>

  <xsl:function name="ttp:time-of-post" as="xs:string?">
    <xsl:param name="post" as="element()"/>
    <xsl:sequence select="
        (tt:date-phrase($post),
         $post/@synch ! tt:resolve(.)[self::when][1]/@absolute[contains(., '-')] ! translate(., 'T', ' '))[. ne ''][1]"/>
  </xsl:function>

  <!--
    What those who took the minutes note among the utterances and in them: the time, applause, a vote, who interrupts
    (Parla-CLARIN); part of the text like an event, where nothing makes it a note on a passage.
  -->
  <xsl:function name="tt:is-minutes-note" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        exists($element/self::note[not(@type = ('speaker', 'editorial', 'foot', 'footnote', 'end', 'endnote'))]
          [not(@place or @n or @target or @resp)]
          [(parent::u or parent::*/u) and (@type or $ttp:has-segments) or parent::seg[tt:is-speech-paragraph(.)]])"/>
  </xsl:function>

  <!-- The space behind a note of the minutes that stands between two words of a segment. -->
  <xsl:function name="tt:space-behind-note" as="xs:string?">
    <xsl:param name="note" as="element()"/>
    <xsl:sequence select="' '[$note/self::note][matches($note/following-sibling::node()[1]/self::text(), '^[\p{L}\p{N}]')]"/>
  </xsl:function>

  <!--
    Whether the segment of an utterance is a paragraph, as in minutes (Parla-CLARIN), and not a few words between pauses:
    on the average of the document they are as long as a sentence.
  -->
  <xsl:function name="tt:is-speech-paragraph" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        exists($element/self::seg/parent::u[not(text()[normalize-space()])]) and $ttp:segments-are-paragraphs"/>
  </xsl:function>

  <xsl:variable name="ttp:has-segments" as="xs:boolean" select="exists($tt:document//u[seg][not(text()[normalize-space()])])"/>

  <xsl:variable name="ttp:segments-are-paragraphs" as="xs:boolean"
      select="avg($tt:document//u/seg ! string-length(normalize-space())) ge 80"/>

  <!-- Whether an event stands between utterances and not within one. -->
  <xsl:function name="tt:is-event-block" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        exists($element[self::incident or self::kinesic or self::vocal or self::pause or self::shift or self::writing
            or tt:is-minutes-note(.)]
          /parent::*[self::body or self::text or self::annotationBlock or tt:is-division(.)])"/>
  </xsl:function>

  <!-- What an event without a description is called: “pause”, “change of voice: loud”. -->
  <xsl:function name="tt:event-label" as="xs:string">
    <xsl:param name="event" as="element()"/>
    <xsl:sequence select="
        string-join((tt:label('event-' || local-name($event)), string-join(($event/@feature, $event/@new), ' ')[. ne '']),
          ': ')"/>
  </xsl:function>

  <!-- The speech that is quoted, if it is known whose it is: of the quotation itself, else the first in it. -->
  <xsl:function name="tt:speech-of" as="element()?">
    <xsl:param name="quotation" as="element()"/>
    <xsl:sequence select="($quotation[@who], $quotation/descendant::said[@who])[1]"/>
  </xsl:function>

  <!-- The note or paragraph that gives the source of the quotation. -->
  <xsl:function name="tt:speech-source" as="element()?">
    <xsl:param name="quotation" as="element()"/>
    <xsl:sequence select="$quotation/@source ! tt:resolve(.)[1] ! tt:block-of(.)"/>
  </xsl:function>

  <!--
    “ [Speaker: Kunduh, Bekir Sami]”, behind words that are quoted in the run of a sentence: where the register knows who says
    them, and the paragraph or note does not name him.
  -->
  <xsl:function name="tt:unnamed-speaker" as="xs:string?">
    <xsl:param name="speech" as="element()"/>
    <xsl:if test="$speech[self::said or self::q or self::quote] and not($tt:as-printed)">
      <xsl:variable name="block" as="element()?" select="tt:block-of($speech)"/>
      <xsl:variable name="unnamed" as="element()*" select="
          $speech/@who ! tt:resolve(.)
            [empty(tt:mentions(.)[tt:block-of(.) is $block][not(ancestor-or-self::* intersect $speech)])]"/>
      <xsl:if test="exists($unnamed)
          and empty($speech/ancestor-or-self::*[tt:is-block-quote(.)][tt:speech-of(.) is $speech])">
        <xsl:sequence select="' [' || tt:label('speaker', string-join($unnamed ! tt:entry-name(.), ', ')) || ']'"/>
      </xsl:if>
    </xsl:if>
  </xsl:function>

  <!-- “Speaker: Kunduh, Bekir Sami”, “To: …”: who says what is quoted, in words; nothing of whom no register knows. -->
  <xsl:function name="tt:attribution" as="xs:string*">
    <xsl:param name="quotation" as="element()"/>
    <xsl:variable name="speech" as="element()?" select="tt:speech-of($quotation)"/>
    <xsl:variable name="people" as="map(xs:string, element()*)"
        select="map { 'said-by': $speech/@who ! tt:resolve(.), 'said-to': $speech/@toWhom ! tt:resolve(.) }"/>
    <xsl:sequence select="
        ('said-by', 'said-to')[exists($people(.))]
        ! (tt:label(.) || ': ' || string-join($people(.) ! tt:entry-name(.), ', '))"/>
  </xsl:function>

</xsl:stylesheet>
