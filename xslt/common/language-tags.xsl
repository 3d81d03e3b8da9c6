<?xml version="1.0" encoding="UTF-8"?>
<!--
  Language tags. Encoders write Latin as la or lat, and both are sound in their project; a browser knows the shortest code
  of ISO 639 alone, as BCP 47 (RFC 5646, 2.2.1) asks for: lat, deu and ger are no language tags, ota, grc and syc are. Nor
  are words such as Latin, or braj: four letters are reserved, and no longer ones are registered.

  Public: tt:language-tag, tt:is-language-tag
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:tt="urn:teitools:xslt"
    xmlns:ttp="urn:teitools:xslt:private"
    exclude-result-prefixes="#all">

  <!-- The codes of ISO 639-2, terminological and bibliographic, and withdrawn ones, of languages with two letters. -->
  <xsl:variable name="ttp:short-codes" as="map(xs:string, xs:string)" select="
      map:merge(tokenize('
        aar=aa abk=ab afr=af aka=ak alb=sq amh=am ara=ar arg=an arm=hy asm=as ava=av ave=ae aym=ay aze=az bak=ba
        bam=bm baq=eu bel=be ben=bn bih=bh bis=bi bod=bo bos=bs bre=br bul=bg bur=my cat=ca ces=cs cha=ch che=ce
        chi=zh chu=cu chv=cv cor=kw cos=co cre=cr cym=cy cze=cs dan=da deu=de div=dv dut=nl dzo=dz ell=el eng=en
        epo=eo est=et eus=eu ewe=ee fao=fo fas=fa fij=fj fin=fi fra=fr fre=fr fry=fy ful=ff geo=ka ger=de gla=gd
        gle=ga glg=gl glv=gv gre=el grn=gn guj=gu hat=ht hau=ha heb=he her=hz hin=hi hmo=ho hrv=hr hun=hu hye=hy
        ibo=ig ice=is ido=io iii=ii iku=iu ile=ie in=id ina=ia ind=id ipk=ik isl=is ita=it iw=he jav=jv ji=yi jpn=ja
        kal=kl kan=kn kas=ks kat=ka kau=kr kaz=kk khm=km kik=ki kin=rw kir=ky kom=kv kon=kg kor=ko kua=kj kur=ku
        lao=lo lat=la lav=lv lim=li lin=ln lit=lt ltz=lb lub=lu lug=lg mac=mk mah=mh mal=ml mao=mi mar=mr may=ms
        mkd=mk mlg=mg mlt=mt mon=mn mri=mi msa=ms mya=my nau=na nav=nv nbl=nr nde=nd ndo=ng nep=ne nld=nl nno=nn
        nob=nb nor=no nya=ny oci=oc oji=oj ori=or orm=om oss=os pan=pa per=fa pli=pi pol=pl por=pt pus=ps que=qu
        roh=rm ron=ro rum=ro run=rn rus=ru sag=sg san=sa sin=si slk=sk slo=sk slv=sl sme=se smo=sm sna=sn snd=sd
        som=so sot=st spa=es sqi=sq srd=sc srp=sr ssw=ss sun=su swa=sw swe=sv tah=ty tam=ta tat=tt tel=te tgk=tg
        tgl=tl tha=th tib=bo tir=ti ton=to tsn=tn tso=ts tuk=tk tur=tr twi=tw uig=ug ukr=uk urd=ur uzb=uz ven=ve
        vie=vi vol=vo wel=cy wln=wa wol=wo xho=xh yid=yi yor=yo zha=za zho=zh zul=zu jw=jv mo=ro sh=sh
        ') ! map { substring-before(., '='): substring-after(., '=') })"/>

  <!--
    The tag as BCP 47 has it: its language by the shortest code, what follows as it stands. Of what is no tag, its script
    if there is one, and that the language is not known.
  -->
  <xsl:function name="tt:language-tag" as="xs:string" cache="yes">
    <xsl:param name="tag" as="xs:string?"/>
    <xsl:variable name="parts" as="xs:string*" select="tokenize(normalize-space($tag), '[-_]')"/>
    <xsl:variable name="short" as="xs:string"
        select="string-join((head($parts) ! ($ttp:short-codes(lower-case(.)), .)[1], tail($parts)), '-')"/>
    <xsl:sequence select="
        if (empty($parts) or map:contains($ttp:registered, $short) or tt:is-language-tag($short)) then $short
        else string-join(('und', $parts[2][matches(., '^[A-Za-z]{4}$')]), '-')"/>
  </xsl:function>

  <xsl:variable name="ttp:registered" as="map(xs:string, xs:boolean)"
      select="map:merge($ttp:short-codes?* ! map { .: true() })"/>

  <!-- Whether the tag is well-formed (RFC 5646, 2.1), and its language, if it has two letters, registered (2.2.1). -->
  <xsl:function name="tt:is-language-tag" as="xs:boolean">
    <xsl:param name="tag" as="xs:string?"/>
    <xsl:variable name="parts" as="xs:string" select="
        '^[A-Z]{2,3}(-[A-Z]{3}){0,3}(-[A-Z]{4})?(-([A-Z]{2}|\d{3}))?(-([A-Z\d]{5,8}|\d[A-Z\d]{3}))*'
        || '(-[A-WYZ\d](-[A-Z\d]{2,8})+)*(-X(-[A-Z\d]{1,8})+)?$|^X(-[A-Z\d]{1,8})+$'"/>
    <xsl:sequence select="
        matches($tag, $parts, 'i')
        and (not(matches($tag, '^\p{L}{2}(-|$)')) or map:contains($ttp:registered, lower-case(substring($tag, 1, 2))))"/>
  </xsl:function>

</xsl:stylesheet>
